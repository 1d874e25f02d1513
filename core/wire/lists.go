package wire

import "unsafe"

// strings reads a run of values, counted first so that they take one slice.
func (d *decoder) strings(b []byte, i int, f *field, to *[]string) (int, error) {
	n := run(b, i, f.tag())
	list, err := grow(d, *to, n)
	if err != nil {
		return 0, err
	}
	for ; n > 0; n-- {
		v, next, err := readBytes(b, i)
		if err != nil {
			return 0, err
		}
		s, err := d.text(v)
		if err != nil {
			return 0, err
		}
		list = append(list, s)
		if i = next; n > 1 {
			i += f.tagSize()
		}
	}
	*to = list
	return i, nil
}

// messages reads a run of values into one block of memory and one slice.
func (d *decoder) messages(b []byte, i int, f *field, to *[]unsafe.Pointer) (int, error) {
	n := run(b, i, f.tag())
	list, err := grow(d, *to, n)
	if err != nil {
		return 0, err
	}
	if err := d.charge(n * int(f.message.size)); err != nil {
		return 0, err
	}
	block := f.message.make(n)
	for k := range n {
		v, next, err := readBytes(b, i)
		if err != nil {
			return 0, err
		}
		sub := unsafe.Add(block, uintptr(k)*f.message.size)
		if err := d.message(v, f.message, sub); err != nil {
			return 0, err
		}
		list = append(list, sub)
		if i = next; k < n-1 {
			i += f.tagSize()
		}
	}
	*to = list
	return i, nil
}

// grow makes room for n more, at least doubling what is there, so that values
// scattered over the frame do not copy the list each time.
func grow[T any](d *decoder, list []T, n int) ([]T, error) {
	if cap(list)-len(list) >= n {
		return list, nil
	}
	var zero T
	size := max(len(list)+n, 2*len(list))
	if err := d.charge(size * int(unsafe.Sizeof(zero))); err != nil {
		return nil, err
	}
	bigger := make([]T, len(list), size)
	copy(bigger, list)
	return bigger, nil
}

// run counts the values of a repeated field that follow each other from b[i:],
// the first of which has had its tag read. It is at least 1, and a broken value
// ends the run: reading it reports the error.
func run(b []byte, i int, tag uint64) int {
	for n := 1; ; n++ {
		_, next, err := readBytes(b, i)
		if err != nil {
			return n
		}
		// Only the shortest spelling of the tag continues the run, since its
		// readers skip as many bytes.
		again, next2, err := readVarint(b, next)
		if err != nil || again != tag || next2-next != varintSize(tag) {
			return n
		}
		i = next2
	}
}
