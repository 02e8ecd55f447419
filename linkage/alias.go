package linkage

import (
	"sync"

	"sanad/names"
)

// aliasClasses give each name of the lists, in normal form, the number of its
// class. A row that has a name in common with an earlier one adds to its class;
// a spelling that two classes could have stays with the first.
var aliasClasses = sync.OnceValue(func() map[string]uint32 {
	classes := map[string]uint32{}
	last := uint32(0)
	for _, row := range names.Aliases() {
		class := uint32(0)
		for i, name := range row {
			row[i] = normalName(name)
			if class == 0 {
				class = classes[row[i]]
			}
		}
		if class == 0 {
			last++
			class = last
		}
		for _, name := range row {
			if classes[name] == 0 {
				classes[name] = class
			}
		}
	}
	return classes
})
