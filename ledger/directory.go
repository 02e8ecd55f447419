package ledger

import (
	"encoding/binary"

	"sanad/store"
)

// directory numbers identifiers in the order they are met, from 1; 0 is none.
// A map of Go's would take as much again as the columns.
type directory struct {
	ids   []store.ID // by number
	slots []uint32   // numbers by hash, each in the first free slot after its own; 0: free
}

func (d *directory) number(id store.ID) uint32 {
	if id.IsZero() {
		return 0
	}
	if len(d.ids)*4 >= len(d.slots)*3 {
		d.grow()
	}
	at := d.slot(id)
	if d.slots[at] == 0 {
		d.slots[at] = uint32(len(d.ids))
		d.ids = push(d.ids, id)
	}
	return d.slots[at]
}

// known is the number of an identifier that was met, 0 for another.
func (d *directory) known(id store.ID) uint32 {
	if id.IsZero() || len(d.slots) == 0 {
		return 0
	}
	return d.slots[d.slot(id)]
}

// slot is where an identifier is, or would be.
func (d *directory) slot(id store.ID) int {
	last := uint64(len(d.slots) - 1)
	h := (binary.LittleEndian.Uint64(id[:8]) ^ binary.LittleEndian.Uint64(id[8:])) * 0x9e3779b97f4a7c15
	for at := h >> 20 & last; ; at = (at + 1) & last {
		if n := d.slots[at]; n == 0 || d.ids[n] == id {
			return int(at)
		}
	}
}

// grow doubles the slots; the identifiers of the first call begin the list.
func (d *directory) grow() {
	if d.ids == nil {
		d.ids = make([]store.ID, 1)
	}
	d.fit(max(1024, 2*len(d.slots)))
}

// fit makes the slots anew, a power of two.
func (d *directory) fit(slots int) {
	d.slots = make([]uint32, slots)
	for n, id := range d.ids[1:] {
		d.slots[d.slot(id)] = uint32(n + 1)
	}
}
