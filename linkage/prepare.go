package linkage

import (
	"bytes"

	"sanad/locale"
)

// merge adds a chunk's rows: the chunk's own numbers become the table's.
func (t *Table) merge(c *chunk, people *dictionary) {
	width := len(t.slots)
	translate := make([][]uint32, width)
	for s := range t.slots {
		translate[s] = t.translation(s, &c.normal[s])
	}
	at := len(t.rows)
	t.rows = append(t.rows, c.rows...)
	for i := at; i < len(t.rows); i += width {
		row := t.rows[i : i+width]
		for s, id := range row {
			row[s] = translate[s][id]
		}
	}
	t.n = len(t.rows) / width
	if c.people != nil {
		ids := make([]uint32, c.people.size())
		for id := 1; id < len(ids); id++ {
			ids[id] = people.add(string(c.people.text(uint32(id))))
		}
		for _, id := range c.truth {
			t.truth = append(t.truth, ids[id])
		}
	}
	base := uint64(len(t.keys.bytes))
	t.keys.bytes = append(t.keys.bytes, c.keys.bytes...)
	for _, end := range c.keys.ends {
		t.keys.ends = append(t.keys.ends, base+end)
	}
}

// normalize finds the normal form of each value of a chunk: in the workers, since
// merging is done by one.
func (c *chunk) normalize(t *Table) {
	c.normal = make([]keys, len(t.slots))
	for s, typed := range c.values {
		for id := 1; id < typed.size(); id++ {
			text := typed.text(uint32(id))
			if t.slots[s].kind != Name { // its rest is in normal form already
				text = []byte(normal(t.slots[s].kind, string(text)))
			}
			c.normal[s].add(text)
		}
	}
}

// translation gives the table's number for each of a chunk's.
func (t *Table) translation(s int, normal *keys) []uint32 {
	out := make([]uint32, len(normal.ends)+1)
	for i := range normal.ends {
		out[i+1] = t.slots[s].values.add(normal.at(i))
	}
	return out
}

// prepare computes what comparing needs of each distinct value.
func (t *Table) prepare(workers int) {
	parallel(len(t.slots), workers, func(_, s int) { t.count(s) })
	for s := range t.slots {
		t.slots[s].prepare(workers)
		if t.slots[s].kind == Name {
			t.countWords(&t.slots[s])
		}
	}
	t.prepareNames(workers)
	t.mark(workers)
	t.remark()
}

func (t *Table) mark(workers int) {
	w := len(t.marked)
	t.marks = make([]mark, t.n*w)
	byBlocks(t.n, workers, func(i int) {
		row := t.row(uint32(i))
		for k, s := range t.marked {
			t.marks[i*w+k] = markOf(t.slots[s].values.text(row[s]))
		}
	})
}

func (t *Table) count(s int) {
	count := make([]uint32, t.slots[s].values.size())
	for i := s; i < len(t.rows); i += len(t.slots) {
		count[t.rows[i]]++
	}
	t.slots[s].count = count
}

func (s *slot) prepare(workers int) {
	n := s.values.size()
	switch s.kind {
	case Birth:
		s.days = make([]day, n)
		for id := range s.days {
			s.days[id] = dayOf(s.values.text(uint32(id)))
		}
	case Place:
		s.places = make([]place, n)
		byBlocks(n, workers, func(id int) {
			s.places[id] = newPlace(s.values.text(uint32(id)))
		})
		sounds := newDictionary()
		for id := 1; id < n; id++ {
			s.places[id].sound = sounds.add(locale.Skeleton(string(s.values.text(uint32(id)))))
		}
	case Name:
		s.words = make([][]uint32, n)
		for id := range s.words {
			for word := range bytes.FieldsSeq(s.values.text(uint32(id))) {
				s.words[id] = append(s.words[id], hashBytes(word))
			}
		}
	}
}

func (t *Table) countWords(s *slot) {
	t.words = map[uint32]uint32{}
	for id, words := range s.words {
		for _, w := range words {
			t.words[w] += s.count[id]
		}
	}
}

// byBlocks runs task for each value, a thousand at a time.
func byBlocks(n, workers int, task func(i int)) {
	const block = 1000
	parallel((n+block-1)/block, workers, func(_, b int) {
		for i := b * block; i < min(n, (b+1)*block); i++ {
			task(i)
		}
	})
}

func (t *Table) prepareNames(workers int) {
	values := t.nameValues()
	if values == nil {
		return
	}
	t.names = make([]name, values.size())
	byBlocks(values.size(), workers, func(id int) {
		t.names[id] = newName(values.text(uint32(id)), aliasClasses())
	})
	sounds := newDictionary()
	for id := 1; id < len(t.names); id++ {
		t.names[id].sound = sounds.add(string(t.names[id].skeleton))
	}
	t.skeletons = sounds
	t.learnSounds()
	t.spreadSounds()
}

// spreadSounds puts the sounds of the names side by side.
func (t *Table) spreadSounds() {
	t.sounds = make([]uint32, len(t.names))
	for id := range t.names {
		t.sounds[id] = t.names[id].sound
	}
}

// learnedSounds are the names whose sound is another than their own skeleton,
// with the skeleton of that sound.
func (t *Table) learnedSounds() map[string]string {
	out := map[string]string{}
	values := t.nameValues()
	for id := 1; id < len(t.names); id++ {
		if heard := string(t.skeletons.text(t.names[id].sound)); heard != string(t.names[id].skeleton) {
			out[string(values.text(uint32(id)))] = heard
		}
	}
	return out
}

// soundAs gives every name the sound that a model remembers, and forgets what the
// table's own records showed.
func (t *Table) soundAs(m *Model) {
	values := t.nameValues()
	for id := 1; id < len(t.names); id++ {
		heard, ok := m.Sounds[string(values.text(uint32(id)))]
		if !ok {
			heard = string(t.names[id].skeleton)
		}
		t.names[id].sound = t.skeletons.add(heard)
	}
	t.spreadSounds()
}

// nameValues are the distinct names; nil when the table has none.
func (t *Table) nameValues() *dictionary {
	at, ok := t.fieldOf(Given)
	if !ok {
		at, ok = t.fieldOf(Family)
	}
	if !ok {
		return nil
	}
	return t.slots[t.fields[at].slots[0]].values
}

// learnSounds gives a Latin name the sound of the Arabic one that stands beside
// it in most records that have both: what rules of spelling miss, the file
// itself shows.
func (t *Table) learnSounds() {
	beside := map[[2]uint32]int{} // Latin and Arabic name
	for _, f := range t.fields {
		if f.kind > Family || len(f.slots) < 2 {
			continue
		}
		for i := range t.n {
			row := t.row(uint32(i))
			a, b := row[f.slots[0]], row[f.slots[1]]
			if a == 0 || b == 0 || t.names[a].arabic == t.names[b].arabic {
				continue
			}
			if t.names[a].arabic {
				a, b = b, a
			}
			beside[[2]uint32{a, b}]++
		}
	}
	t.takeSounds(beside)
}

// takeSounds follows a Latin name's majority of at least two records.
func (t *Table) takeSounds(beside map[[2]uint32]int) {
	total, best := map[uint32]int{}, map[uint32]map[uint32]int{}
	for pair, count := range beside {
		total[pair[0]] += count
		if best[pair[0]] == nil {
			best[pair[0]] = map[uint32]int{}
		}
		best[pair[0]][t.names[pair[1]].sound] += count
	}
	for latin, sounds := range best {
		for sound, count := range sounds {
			if count >= 2 && count*2 > total[latin] {
				t.names[latin].sound = sound
			}
		}
	}
}

// remark notes columns that cannot help.
func (t *Table) remark() {
	for _, f := range t.fields {
		distinct, held, one := 0, 0, ""
		for _, s := range f.slots {
			for id, count := range t.slots[s].count {
				if id > 0 && count > 0 {
					distinct++
					held += int(count)
					one = string(t.slots[s].values.text(uint32(id)))
				}
			}
		}
		switch {
		case distinct == 0:
			t.Notes = append(t.Notes, Note{Key: "linkage.note-empty", Column: f.column})
		case distinct == 1 && held > 1:
			t.Notes = append(t.Notes, Note{"linkage.note-constant", f.column, one})
		}
	}
}
