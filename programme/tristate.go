package programme

// Tristate is yes, no, or unknown because an answer is missing. Combined as
// Kleene does: what cannot change the result does not make it unknown.
type Tristate string

// The three values.
const (
	Yes     Tristate = "yes"
	No      Tristate = "no"
	Unknown Tristate = "unknown"
)

func (t Tristate) and(o Tristate) Tristate {
	switch {
	case t == No || o == No:
		return No
	case t == Yes && o == Yes:
		return Yes
	}
	return Unknown
}
