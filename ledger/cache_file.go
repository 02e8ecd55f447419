package ledger

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"unsafe"

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
	w.buf = binary.NativeEndian.AppendUint64(w.buf[:0], uint64(n))
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

// column writes numbers.
func column[T element](w *cacheWriter, numbers []T) {
	w.number(int64(len(numbers)))
	w.bytes(raw(numbers))
}

// element is what columns are made of; an identifier is sixteen bytes.
type element interface {
	uint8 | uint16 | uint32 | int8 | int32 | int64 | store.ID
}

// raw is a column as it lies in memory: a hundred megabytes should not be read
// number by number. The file begins with a length in the same order of bytes, so
// that a machine of another order drops it.
func raw[T element](numbers []T) []byte {
	if len(numbers) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&numbers[0])), len(numbers)*int(unsafe.Sizeof(numbers[0])))
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
	return int64(binary.NativeEndian.Uint64(r.buf[:]))
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
func read[T element](r *cacheReader) []T {
	var size T
	n := r.count(int64(unsafe.Sizeof(size)))
	if n == 0 {
		return nil
	}
	out := make([]T, n)
	r.bytes(raw(out))
	return out
}
