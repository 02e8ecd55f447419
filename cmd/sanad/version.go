package main

import (
	"fmt"
	"runtime/debug"
)

// versionCommand says which program this is.
type versionCommand struct{}

// Run prints the commit the program was built from, as Go noted it down.
func (c *versionCommand) Run(s *session) error {
	commit, changed, goes := "unknown", "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		goes = info.GoVersion
		for _, v := range info.Settings {
			switch {
			case v.Key == "vcs.revision":
				commit = v.Value
			case v.Key == "vcs.modified" && v.Value == "true":
				changed = " (changed)"
			}
		}
	}
	_, err := fmt.Fprintf(s.out, "sanad %s%s %s\n", commit, changed, goes)
	return err
}
