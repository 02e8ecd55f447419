package access

import "slices"

// Role is what an account is for. The words are the codes that definitions of
// programmes use; their titles are messages "access.role.<code>".
type Role string

// The roles of the pole (issue 2, item 5).
const (
	CounterClerk        Role = "counter-clerk"        // registers persons and deposits applications
	ProvincialSecretary Role = "provincial-secretary" // prepares and records the provincial commission
	CentralSecretary    Role = "central-secretary"    // prepares and records the central committee
	CommitteeMember     Role = "committee-member"     // sits, examines and decides
	PaymentOfficer      Role = "payment-officer"      // prepares what is paid
	AuthorisingOfficer  Role = "authorising-officer"  // releases what others prepared
	FieldAgent          Role = "field-agent"          // goes to people where they are
	CentreDirector      Role = "centre-director"      // answers for a centre or institution
	Reviewer            Role = "reviewer"             // marks projects
	Supervisor          Role = "supervisor"           // approves what teams and centres did
	Delegate            Role = "delegate"             // the agency in a province
	Partner             Role = "partner"              // an association, for its own files
	Auditor             Role = "auditor"              // reads everything, changes nothing
	Statistician        Role = "statistician"         // reads tables, never persons
	Director            Role = "director"             // answers for what is published, and signs it
	Administrator       Role = "administrator"        // manages accounts, never reads persons
)

// Roles are all roles, in the order in which a form offers them.
func Roles() []Role {
	return []Role{CounterClerk, ProvincialSecretary, CentralSecretary, CommitteeMember,
		FieldAgent, CentreDirector, Reviewer, Supervisor, Delegate, Partner,
		PaymentOfficer, AuthorisingOfficer, Auditor, Statistician, Director, Administrator}
}

// Valid tells that the role exists.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }
