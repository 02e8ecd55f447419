package ledger

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"slices"

	"sanad/store"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// cacheWriter writes the file and sums it up; the first error stays.
type cacheWriter struct {
	to  *bufio.Writer
	sum hash.Hash32
	buf []byte
	err error
}

func (w *cacheWriter) bytes(b []byte) {
	if w.err == nil {
		w.sum.Write(b)
		_, w.err = w.to.Write(b)
	}
}

func (w *cacheWriter) number(n int64) {
	w.buf = binary.LittleEndian.AppendUint64(w.buf[:0], uint64(n))
	w.bytes(w.buf)
}

func (w *cacheWriter) text(s string) {
	w.number(int64(len(s)))
	w.bytes([]byte(s))
}

// end writes the checksum.
func (w *cacheWriter) end() error {
	w.bytes(w.sum.Sum(nil))
	if w.err != nil {
		return w.err
	}
	return w.to.Flush()
}

// column writes numbers, some at a time.
func column[T uint8 | uint16 | uint32 | int8 | int32 | int64](w *cacheWriter, numbers []T) {
	w.number(int64(len(numbers)))
	for len(numbers) > 0 && w.err == nil {
		n := min(len(numbers), 1<<15)
		w.buf, w.err = binary.Append(w.buf[:0], binary.LittleEndian, numbers[:n])
		w.bytes(w.buf)
		numbers = numbers[n:]
	}
}

// cacheReader reads the file; the first error stays, and zeroes follow it.
type cacheReader struct {
	from *bufio.Reader
	sum  hash.Hash32
	left int64 // of the file: a damaged length must not ask for more memory
	buf  [8]byte
	err  error
}

func (r *cacheReader) bytes(b []byte) {
	if r.err != nil {
		clear(b)
		return
	}
	_, r.err = io.ReadFull(r.from, b)
	r.sum.Write(b)
	r.left -= int64(len(b))
}

func (r *cacheReader) number() int64 {
	r.bytes(r.buf[:])
	return int64(binary.LittleEndian.Uint64(r.buf[:]))
}

// count is how many things of a size follow.
func (r *cacheReader) count(size int64) int {
	n := r.number()
	if r.err == nil && (n < 0 || n > r.left/size) {
		r.err = fmt.Errorf("%d things of %d bytes in %d", n, size, r.left)
	}
	if r.err != nil {
		return 0
	}
	return int(n)
}

func (r *cacheReader) text() string {
	b := make([]byte, r.count(1))
	r.bytes(b)
	return string(b)
}

func (r *cacheReader) end() error {
	want := r.sum.Sum32()
	var b [4]byte
	r.bytes(b[:])
	if r.err == nil && binary.BigEndian.Uint32(b[:]) != want {
		r.err = errors.New("the checksum differs")
	}
	return r.err
}

// read reads a column; nil when it is empty.
func read[T uint8 | uint16 | uint32 | int8 | int32 | int64](r *cacheReader) []T {
	n := r.count(int64(binary.Size(T(0))))
	if n == 0 {
		return nil
	}
	out := make([]T, n)
	buf := make([]byte, min(n, 1<<15)*binary.Size(T(0)))
	for rest := out; len(rest) > 0 && r.err == nil; {
		part := rest[:min(len(rest), 1<<15)]
		b := buf[:len(part)*binary.Size(T(0))]
		r.bytes(b)
		if r.err == nil {
			_, r.err = binary.Decode(b, binary.LittleEndian, part)
		}
		rest = rest[len(part):]
	}
	return out
}

// ids writes identifiers, some at a time.
func (w *cacheWriter) ids(ids []store.ID) {
	w.number(int64(len(ids)))
	for part := range slices.Chunk(ids, 1<<12) {
		w.buf = w.buf[:0]
		for _, id := range part {
			w.buf = append(w.buf, id[:]...)
		}
		w.bytes(w.buf)
	}
}

func (r *cacheReader) ids() []store.ID {
	ids := make([]store.ID, r.count(16))
	var buf [16 << 12]byte
	for part := range slices.Chunk(ids, 1<<12) {
		b := buf[:16*len(part)]
		r.bytes(b)
		for i := range part {
			copy(part[i][:], b[16*i:])
		}
	}
	return ids
}
