package record

import (
	"bytes"
	"slices"
	"strconv"
)

// take takes one member out of a canonical object: what remains is canonical too. value is nil if there is none of that name.
func take(object []byte, name string) (rest, value []byte) {
	quoted := strconv.Quote(name) + ":"
	for at := 1; at < len(object)-1; {
		end := at
		for end += passString(object[at:]); object[end] != ',' && object[end] != '}'; {
			end += pass(object[end:])
		}
		if bytes.HasPrefix(object[at:], []byte(quoted)) {
			value = object[at+len(quoted) : end]
			if object[end] == ',' {
				return slices.Concat(object[:at], object[end+1:]), value
			}
			return append(bytes.TrimSuffix(bytes.Clone(object[:at]), []byte(",")), '}'), value
		}
		at = end + 1
	}
	return object, nil
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
