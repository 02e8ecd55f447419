package linkage

import (
	"math"
	"slices"

	"sanad/calendar"
)

// Options say how a table is linked.
type Options struct {
	Threshold float64 // probability from which records are one person
	Workers   int     // goroutines; the result does not depend on it
	Clock     calendar.Clock
	Apart     [][2]uint32 // pairs of records that somebody found to be two persons
	Model     *Model      // of the same columns, judges instead of one trained on the table: for tables too small to learn from
	Keep      bool        // the model is for records to come too: judge by what it remembers of this table (Model.Remember); one that is given judges as it is
}

// exactly tells that the model given judges as it is.
func (o Options) exactly() bool { return o.Model != nil && o.Keep }

// DefaultThreshold is the probability from which records count as one person
// when nothing else is asked for: more likely so than not.
const DefaultThreshold = 0.5

// Review is the probability from which a pair is worth a look.
const Review = 0.01

// lowestMerge is the weight down to which clusters are tried, in bits with the
// prior.
const lowestMerge = -3

// Phase is a step of the work and the microseconds it took.
type Phase struct {
	Name  string
	Takes calendar.Instant
}

// Result is what linking a table gives.
type Result struct {
	Model      *Model
	Pairs      []Pair     // that reach Review, by record
	Clusters   [][]uint32 // records of one person, of two and more
	Candidates int        // pairs compared
	Lost       float64    // pairs that rules would compare but for the bound on blocks
	Missed     float64    // estimated part of the pairs of one person that no rule found
	Phases     []Phase
	Quality    *Quality // nil without truth
}

// Quality is a result held against the truth.
type Quality struct {
	TruePairs      float64
	BlockingRecall float64
	// At the threshold, and at the best there is.
	Pairs, BestPairs       Score
	Clusters, BestClusters Score
}

// Link finds which records of a table are of one person. Of two files, records
// of one are linked to those of the other, each to one at most.
func Link(t *Table, o Options) *Result {
	r := &Result{}
	clock := watch{o.Clock, o.Clock(), r}
	if o.exactly() {
		t.soundAs(o.Model)
	}
	x := t.index(o.Workers)
	clock.lap("block")
	switch {
	case o.exactly():
		r.Model = o.Model
	case o.Model != nil && o.Model.fits(t) == nil:
		kept := *o.Model
		kept.Prior = newModel(t).Prior
		r.Model = &kept
	default:
		r.Model = train(t, x, o.Workers)
		if o.Keep {
			r.Model.Remember(t)
		}
	}
	clock.lap("train")
	f := x.score(t, r.Model, bitsOf(Review)-r.Model.priorBits()-2, o.Workers)
	if !o.exactly() {
		r.Model.settlePrior(t, f.pairs, o.Workers)
	}
	r.Candidates, r.Lost = f.candidates, x.lost()
	prior, chosen := r.Model.priorBits(), bitsOf(o.Threshold)
	r.Missed = x.missed(f.pairs, prior)
	clock.lap("score")
	var merges []merge
	if t.linksTwo() {
		f.pairs = assign(f.pairs, t.n, prior, lowestMerge)
		for _, p := range f.pairs {
			merges = append(merges, merge{p.A, p.B, p.Bits + float32(prior)})
		}
		r.Pairs = worthALook(f.pairs, prior)
	} else {
		parallel(2, o.Workers, func(_, i int) {
			if i == 0 {
				merges = cluster(t, float32(prior), f.pairs, o.Apart, lowestMerge, o.Workers)
			} else {
				r.Pairs = worthALook(f.pairs, prior)
			}
		})
	}
	r.Clusters = clustersAt(t.n, merges, chosen)
	clock.lap("cluster")
	if t.truth != nil {
		q := &Quality{TruePairs: t.truePairs()}
		q.BlockingRecall = float64(f.trueOnes) / math.Max(q.TruePairs, 1)
		q.Pairs, q.BestPairs = t.pairQuality(f.pairs, prior, chosen)
		q.Clusters, q.BestClusters = t.clusterQuality(merges, chosen)
		r.Quality = q
		clock.lap("judge")
	}
	return r
}

// worthALook are the pairs that reach Review, in the order of their records.
func worthALook(pairs []Pair, prior float64) []Pair {
	lowest := bitsOf(Review) - prior
	out := make([]Pair, 0, len(pairs))
	for _, p := range pairs {
		if float64(p.Bits) >= lowest {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, inOrder)
	return out
}

// Probability is how likely the pair is of one person.
func (r *Result) Probability(p Pair) float64 {
	return probability(float64(p.Bits) + r.Model.priorBits())
}

// settlePrior finds the prior that the pairs themselves bear out: as many pairs
// of one person as their probabilities add up to.
func (m *Model) settlePrior(t *Table, pairs []Pair, workers int) {
	const length = 1 << 14
	parts := make([]float64, (len(pairs)+length-1)/length) // added up in their order, so that workers change nothing
	for range 20 {
		prior, sum := m.priorBits(), 0.0
		parallel(len(parts), workers, func(_, i int) {
			parts[i] = 0
			for _, p := range pairs[i*length : min((i+1)*length, len(pairs))] {
				parts[i] += probability(float64(p.Bits) + prior)
			}
		})
		for _, part := range parts {
			sum += part
		}
		next := min(max(sum/t.pairs(), 1e-13), 0.5)
		if math.Abs(next-m.Prior) < 1e-3*m.Prior {
			break
		}
		m.Prior = next
	}
}

type watch struct {
	clock  calendar.Clock
	last   calendar.Instant
	result *Result
}

func (w *watch) lap(name string) {
	now := w.clock()
	w.result.Phases = append(w.result.Phases, Phase{name, now - w.last})
	w.last = now
}
