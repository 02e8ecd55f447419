// Package programmes holds the programmes as data, one folder each, and embeds
// them in the binary. Package programme says what the files mean and refuses
// the ones that are wrong. A new programme is a new folder; no Go changes.
// choices.yaml holds the options that several programmes share.
//
// What may enter: folders of YAML files, and choices.yaml. A programme that only
// publishes what documents report has three files (programme, ledger, tables).
// No Go but the line that embeds them.
package programmes

import "embed"

// Files are the folders, for programme.Load.
//
//go:embed *
var Files embed.FS
