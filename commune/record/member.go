package record

import (
	"bytes"
	"slices"
)

// find is where one member of a canonical object stands, from its name to behind its value; value is nil if there is none of that name.
func find(object []byte, name string) (from, to int, value []byte) {
	for at := 1; at < len(object)-1; {
		value, end := next(object, at)
		if string(object[at+1:value-2]) == name {
			return at, end, object[value:end]
		}
		at = end + 1
	}
	return 0, 0, nil
}

// each gives every member of a canonical object: its name, and its value.
func each(object []byte, fn func(name, value []byte) error) error {
	for at := 1; at < len(object)-1; {
		value, end := next(object, at)
		if err := fn(object[at+1:value-2], object[value:end]); err != nil {
			return err
		}
		at = end + 1
	}
	return nil
}

// next is where the value of the member begins whose name stands at a place, and where it ends.
func next(object []byte, at int) (value, end int) {
	end = at + passString(object[at:])
	value = end + 1
	for object[end] != ',' && object[end] != '}' {
		end += pass(object[end:])
	}
	return value, end
}

// take takes one member out of a canonical object: what remains is canonical too.
func take(object []byte, name string) (rest, value []byte) {
	from, to, value := find(object, name)
	switch {
	case value == nil:
		return object, nil
	case object[to] == ',':
		return slices.Concat(object[:from], object[to+1:]), value
	}
	return slices.Concat(bytes.TrimSuffix(object[:from], []byte(",")), object[to:]), value
}

// passString is how long the string is with which a canonical text begins.
func passString(text []byte) int {
	for n := 1; ; n++ {
		switch text[n] {
		case '\\':
			n++
		case '"':
			return n + 1
		}
	}
}

// pass is how long the string, the array, the object or the single character is with which a canonical text begins.
func pass(text []byte) int {
	depth := 0
	for n := 0; ; {
		switch text[n] {
		case '"':
			n += passString(text[n:])
		case '{', '[':
			depth++
			n++
		case '}', ']':
			depth--
			n++
		default:
			n++
		}
		if depth == 0 {
			return n
		}
	}
}
