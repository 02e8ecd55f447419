package programme_test

import (
	"testing"

	"sanad/programme"
	"sanad/programmes"
)

func TestTheProgrammesOfTheBinaryLoad(t *testing.T) {
	set, err := programme.Load(programmes.Files)
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	for _, l := range set.Report() {
		t.Logf("%+v", l)
	}
}
