package sanad_test

import (
	"bytes"
	"go/ast"
	"os"
	"slices"
	"testing"
)

// The bars come from measuring the best code of the field (seven projects):
// their median function has about 10 lines, the 90th percentile about 45.
const (
	longestFile     = 500
	longestFunction = 80
	medianFunction  = 12
	p90Function     = 40
)

func TestFilesFitInOneReading(t *testing.T) {
	files, _ := sources(t)
	for _, f := range files {
		text, err := os.ReadFile(f.path)
		if err != nil {
			t.Fatal(err)
		}
		if lines := bytes.Count(text, []byte("\n")); lines > longestFile {
			t.Errorf("%s has %d lines, more than %d: it holds more than one noun or act", f.path, lines, longestFile)
		}
	}
}

func TestFunctionsFitOnAScreen(t *testing.T) {
	files, _ := sources(t)
	var sizes []int
	for _, f := range files {
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			start := tree().fset.Position(fn.Pos())
			lines := tree().fset.Position(fn.End()).Line - start.Line + 1
			if lines > longestFunction {
				t.Errorf("%s: %s has %d lines, more than %d: name its steps", start, fn.Name.Name, lines, longestFunction)
			}
			if !f.test {
				sizes = append(sizes, lines)
			}
		}
	}
	slices.Sort(sizes)
	median, p90 := sizes[len(sizes)/2], sizes[len(sizes)*9/10]
	t.Logf("%d functions: median %d lines, 90th percentile %d, longest %d", len(sizes), median, p90, sizes[len(sizes)-1])
	if median > medianFunction || p90 > p90Function {
		t.Errorf("median %d (at most %d), 90th percentile %d (at most %d)", median, medianFunction, p90, p90Function)
	}
}
