package access

import "slices"

// Permission is one thing that a door or a query asks for. What a role may do
// to a dossier is not here: each programme's workflow names the roles that move
// it (Actor.HasAny), because that differs from one programme to the next.
type Permission string

// The permissions.
const (
	PersonsRead    Permission = "persons-read"    // search the register of persons and open one
	PersonsWrite   Permission = "persons-write"   // register a person, correct, merge
	PersonsImport  Permission = "persons-import"  // write the rows of a list into the register
	DossiersRead   Permission = "dossiers-read"   // list dossiers and open one
	SessionsRead   Permission = "sessions-read"   // see the sessions of a commission, their agenda and minutes
	SessionsWrite  Permission = "sessions-write"  // convene a session, build its agenda, close it
	TablesRead     Permission = "tables-read"     // read the published tables
	DrillDown      Permission = "drill-down"      // go from a figure to the dossiers that it counts
	EditionsRead   Permission = "editions-read"   // see editions of the account before they are published
	EditionsWrite  Permission = "editions-write"  // prepare an edition, check it, set its embargo
	EditionsSign   Permission = "editions-sign"   // sign an edition that others prepared, withdraw it
	ProgrammesRead Permission = "programmes-read" // read the definition of a programme
	AccountsManage Permission = "accounts-manage" // invite, grant, deactivate
	RestrictedRead Permission = "restricted-read" // read answers that a programme restricts: where somebody can be found
	RegistersRead  Permission = "registers-read"  // organisations and establishments
	RegistersWrite Permission = "registers-write" // register one, write it again
	OwnSpace       Permission = "own-space"       // an association's page of its own files
	AuditRead      Permission = "audit-read"      // see who read a person's data

	PaymentsRead    Permission = "payments-read"    // see what is due and paid, runs, files and what came back
	PaymentsPrepare Permission = "payments-prepare" // suspend, reassess, prepare a run, read a file of returns
	PaymentsRelease Permission = "payments-release" // release a run that somebody else prepared, open envelopes
)

// permissions is the whole policy: what each role carries, and why. Whoever
// decides about persons reads them; whoever runs the machine or publishes
// figures does not.
var permissions = map[Role][]Permission{
	// The counter meets the applicant: it finds or registers the person and follows the file;
	// a list that a commune brings is the same work many times over.
	CounterClerk: {PersonsRead, PersonsWrite, PersonsImport, DossiersRead, RegistersRead, DrillDown, TablesRead, ProgrammesRead},
	// The secretary corrects what the counter wrote when the papers say otherwise.
	ProvincialSecretary: {PersonsRead, PersonsWrite, PersonsImport, DossiersRead, RegistersRead, RegistersWrite, SessionsRead, SessionsWrite, DrillDown, TablesRead, ProgrammesRead},
	// The centre works on files that a province registered: it sends them back, it does not rewrite persons.
	CentralSecretary: {PersonsRead, DossiersRead, RegistersRead, RegistersWrite, SessionsRead, SessionsWrite, PaymentsRead, DrillDown, TablesRead, ProgrammesRead},
	// A member examines the applicant behind a file before voting; the secretary holds the pen.
	CommitteeMember: {PersonsRead, DossiersRead, RegistersRead, SessionsRead, DrillDown, TablesRead, ProgrammesRead},
	// Paying needs the payee's identity and the decision, not the debate of the commission.
	PaymentOfficer: {PersonsRead, DossiersRead, RegistersRead, PaymentsRead, PaymentsPrepare, DrillDown, TablesRead, ProgrammesRead},
	// Releasing is a second pair of eyes on a list, never the hand that wrote it.
	AuthorisingOfficer: {PersonsRead, DossiersRead, RegistersRead, PaymentsRead, PaymentsRelease, DrillDown, TablesRead, ProgrammesRead},
	// Control sees all, who looked at whom included, and can change nothing.
	Auditor: {PersonsRead, DossiersRead, RegistersRead, SessionsRead, AuditRead, PaymentsRead, DrillDown, TablesRead, EditionsRead, ProgrammesRead},
	// A team outside meets people before any office does, and writes down who they are.
	FieldAgent: {PersonsRead, PersonsWrite, DossiersRead, RestrictedRead, RegistersRead, TablesRead, ProgrammesRead},
	// A centre registers whom it receives.
	CentreDirector: {PersonsRead, PersonsWrite, DossiersRead, RegistersRead, TablesRead, ProgrammesRead},
	// A reviewer reads projects, not persons.
	Reviewer: {DossiersRead, RegistersRead, TablesRead, ProgrammesRead},
	// A supervisor answers for what teams and centres wrote.
	Supervisor: {PersonsRead, PersonsWrite, PersonsImport, DossiersRead, RestrictedRead, RegistersRead, DrillDown, TablesRead, ProgrammesRead},
	// The delegate is the agency in a province: institutions, subsidies, agreements.
	Delegate: {PersonsRead, DossiersRead, RegistersRead, RegistersWrite, SessionsRead, DrillDown, TablesRead, ProgrammesRead},
	// An association sees its own files and nothing else (Grant.Party).
	Partner: {DossiersRead, OwnSpace, ProgrammesRead, TablesRead},
	// Figures are made without seeing whom they count.
	Statistician: {TablesRead, EditionsRead, EditionsWrite, EditionsSign, ProgrammesRead},
	// Who answers for the account reads what is published, and signs it.
	Director: {TablesRead, EditionsRead, EditionsSign, ProgrammesRead},
	// Who hands out rights must not be able to use them on the poor.
	Administrator: {AccountsManage, TablesRead, ProgrammesRead},
}

// Carries tells that a role has a permission (somewhere).
func (r Role) Carries(p Permission) bool { return slices.Contains(permissions[r], p) }

// Permissions are what a role carries, for the page that explains roles.
func (r Role) Permissions() []Permission { return slices.Clone(permissions[r]) }
