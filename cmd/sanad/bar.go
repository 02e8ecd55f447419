package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// bar shows how far a long work is: a line that moves on a terminal, a line for
// every tenth elsewhere.
type bar struct {
	w        io.Writer
	terminal bool
	shown    int // percent
}

func newBar(w io.Writer) *bar { return &bar{w: w, terminal: isTerminal(w), shown: -1} }

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (b *bar) show(done, total int) {
	percent := done * 100 / max(total, 1)
	switch {
	case percent == b.shown:
	case b.terminal:
		fmt.Fprintf(b.w, "\r[%-50s] %3d %%  %d", strings.Repeat("=", percent/2), percent, done)
	case percent/10 != b.shown/10 || b.shown < 0:
		fmt.Fprintf(b.w, "%d %%  %d\n", percent, done)
	}
	b.shown = percent
}

func (b *bar) end() {
	if b.terminal {
		fmt.Fprintln(b.w)
	}
}
