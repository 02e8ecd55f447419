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
	Auditor             Role = "auditor"              // reads everything, changes nothing
	Statistician        Role = "statistician"         // reads tables, never persons
	Administrator       Role = "administrator"        // manages accounts, never reads persons
)

// Roles are all roles, in the order in which a form offers them.
func Roles() []Role {
	return []Role{CounterClerk, ProvincialSecretary, CentralSecretary, CommitteeMember,
		PaymentOfficer, Auditor, Statistician, Administrator}
}

// Valid tells that the role exists.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }
