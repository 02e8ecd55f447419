package linkage

import "hash/maphash"

var seed = maphash.MakeSeed()

// dictionary numbers the distinct values of a field from 1, in the order in
// which they came; 0 is no value. It holds its texts in one piece, so that ten
// million identifiers are two objects for the collector and not ten million.
type dictionary struct {
	slots []uint64 // open addressing; upper half of a value's hash with its number, or 0
	bytes []byte
	ends  []uint64 // of value i, at index i; ends[0] is 0
}

func newDictionary() *dictionary {
	return &dictionary{slots: make([]uint64, 64), ends: make([]uint64, 1, 64)}
}

// size is how many numbers there are, with that of no value.
func (d *dictionary) size() int { return len(d.ends) }

func (d *dictionary) text(id uint32) []byte {
	if id == 0 {
		return nil
	}
	return d.bytes[d.ends[id-1]:d.ends[id]]
}

// add gives the number of a value, a new one when it was not met before.
func (d *dictionary) add(text string) uint32 {
	if len(text) == 0 {
		return 0
	}
	hash := maphash.String(seed, text)
	slot, id := d.find(hash, text)
	if id != 0 {
		return id
	}
	if len(d.ends)*4 > len(d.slots)*3 {
		d.grow()
		slot = d.free(hash)
	}
	d.bytes = append(d.bytes, text...)
	d.ends = append(d.ends, uint64(len(d.bytes)))
	id = uint32(len(d.ends) - 1)
	d.slots[slot] = hash&^low | uint64(id)
	return id
}

// low is the half of a slot that holds the number.
const low = 1<<32 - 1

// find looks for a value: a text is read only when half of its hash is right.
func (d *dictionary) find(hash uint64, text string) (slot int, id uint32) {
	mask := len(d.slots) - 1
	for slot = d.home(hash); ; slot = (slot + 1) & mask {
		held := d.slots[slot]
		if held == 0 {
			return slot, 0
		}
		if held&^low == hash&^low && string(d.text(uint32(held))) == text {
			return slot, uint32(held)
		}
	}
}

// home is where a hash is looked for first: the half that slots keep, so that
// growing reads no text.
func (d *dictionary) home(hash uint64) int { return int(hash>>32) & (len(d.slots) - 1) }

func (d *dictionary) free(hash uint64) int {
	slot := d.home(hash)
	for d.slots[slot] != 0 {
		slot = (slot + 1) & (len(d.slots) - 1)
	}
	return slot
}

func (d *dictionary) grow() {
	before := d.slots
	d.slots = make([]uint64, 2*len(before))
	for _, held := range before {
		if held != 0 {
			d.slots[d.free(held)] = held
		}
	}
}
