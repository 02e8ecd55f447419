package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"sanad/fault"
)

var gone = fault.New(fault.NotFound, "test.gone", nil)

func TestOneRefusalIsFoundInWhatWrapsIt(t *testing.T) {
	err := fmt.Errorf("reading: %w", gone.On("name").Because(io.ErrUnexpectedEOF))
	if !errors.Is(err, gone) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v hides its key or its cause", err)
	}
	if errors.Is(err, fault.New(fault.NotFound, "test.other", nil)) || errors.Is(err, fault.New(fault.Invalid, "test.gone", nil)) {
		t.Errorf("%v passes for another refusal", err)
	}
	if fault.CodeOf(err) != fault.NotFound || fault.KeyOf(err) != "test.gone" {
		t.Errorf("code %q, key %q", fault.CodeOf(err), fault.KeyOf(err))
	}
	if gone.Field != "" || gone.Unwrap() != nil {
		t.Error("On and Because changed the shared value")
	}
}

func TestWhatNobodyPreparedIsInternal(t *testing.T) {
	if fault.CodeOf(io.EOF) != fault.Internal || fault.KeyOf(io.EOF) != "" || fault.CodeOf(nil) != "" {
		t.Error("an unprepared error must not pass for the reader's")
	}
}

// The technical text is the same each time, or logs could not be compared.
func TestTechnicalText(t *testing.T) {
	err := fault.New(fault.Invalid, "test.range", fault.Args{"most": 21, "least": 0, "value": 30}).On("age").Because(io.EOF)
	if got, want := err.Error(), "invalid test.range on age least=0 most=21 value=30: EOF"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestList(t *testing.T) {
	var list fault.List
	list.Add(nil)
	if list.Err() != nil {
		t.Errorf("nothing was added: %v", list.Err())
	}
	list.Add(gone)
	if list.Err() != error(gone) {
		t.Errorf("one failure is told as it is: %v", list.Err())
	}
	list.Add(io.EOF)
	var several fault.List
	several.Add(list.Err())
	several.Add(fault.New(fault.Invalid, "test.third", nil))
	var all *fault.Error
	if !errors.As(several.Err(), &all) || len(all.Parts) != 3 || all.Parts[1].Code != fault.Internal || all.Args["count"] != 3 {
		t.Errorf("a list within a list is told as one: %v", several.Err())
	}
}
