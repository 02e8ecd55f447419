package programme

// At is where a piece of a file begins. A struct that embeds it learns its line
// from Decode, so that a check made long after can still point at the text.
type At struct{ at }

// Line is the number of the line, from 1.
func (a At) Line() int { return a.line }

// Decode reads a YAML file as strictly as a programme's: into structs tagged
// `key:"name"` or `key:"name,need"`; unknown, missing and doubled keys, wrong
// types and texts that lack a language are all told at once. Other definitions
// (a report) are read with it; file is the name its problems give.
func Decode(file string, data []byte, out any) Problems {
	var found Problems
	reader{page{file: file, problems: &found}}.read(data, out)
	return found.Sorted()
}

// Sorted are the problems in the order of file and line.
func (ps Problems) Sorted() Problems { return ps.sorted() }
