// Package programmes holds the programmes as data, one folder each, and embeds
// them in the binary. Package programme says what the files mean and refuses
// the ones that are wrong. A new programme is a new folder named here.
//
// What may enter: folders of seven YAML files. No Go but the line that embeds
// them.
package programmes

import "embed"

// Files are the folders, for programme.Load.
//
//go:embed all:widows-support
var Files embed.FS
