package linkage

import "hash/maphash"

var seed = maphash.MakeSeed()

// dictionary numbers the distinct values of a field from 1, in the order in
// which they came; 0 is no value. It holds its texts in one piece, so that ten
// million identifiers are two objects for the collector and not ten million.
type dictionary struct {
	slots []uint32 // open addressing; number of a value, or 0
	bytes []byte
	ends  []uint64 // of value i, at index i; ends[0] is 0
}

func newDictionary() *dictionary {
	return &dictionary{slots: make([]uint32, 64), ends: make([]uint64, 1, 64)}
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
	slot, id := d.find(text)
	if id != 0 {
		return id
	}
	if len(d.ends)*4 > len(d.slots)*3 {
		d.grow()
		slot, _ = d.find(text)
	}
	d.bytes = append(d.bytes, text...)
	d.ends = append(d.ends, uint64(len(d.bytes)))
	id = uint32(len(d.ends) - 1)
	d.slots[slot] = id
	return id
}

func (d *dictionary) find(text string) (slot int, id uint32) {
	mask := len(d.slots) - 1
	for slot = int(maphash.String(seed, text)) & mask; ; slot = (slot + 1) & mask {
		id = d.slots[slot]
		if id == 0 || string(d.text(id)) == text {
			return slot, id
		}
	}
}

func (d *dictionary) grow() {
	d.slots = make([]uint32, 2*len(d.slots))
	for id := 1; id < len(d.ends); id++ {
		slot, _ := d.find(string(d.text(uint32(id))))
		d.slots[slot] = uint32(id)
	}
}
