package logline

import (
	"iter"
	"math"
	"strconv"
	"time"
)

// jsonVal is the text of one JSON value. Its readers take no offence at what does not fit: they give nothing. They do not
// allocate, except for strings with escapes. A value is at most as deep as jsonSpans goes.
type jsonVal string

// members gives keys and values of an object in their order.
func (v jsonVal) members() iter.Seq2[string, jsonVal] {
	return func(yield func(string, jsonVal) bool) {
		t := string(v)
		if t == "" || t[0] != '{' {
			return
		}
		for i := 1; ; {
			i = skipJSONBlank(t, i)
			key, n := jsonString(t, i)
			if n == 0 {
				return
			}
			i = skipJSONBlank(t, i+n)
			if i >= len(t) || t[i] != ':' {
				return
			}
			i = skipJSONBlank(t, i+1)
			n = jsonLen(t, i)
			if n == 0 || !yield(key, jsonVal(t[i:i+n])) {
				return
			}
			i = skipJSONBlank(t, i+n)
			if i >= len(t) || t[i] != ',' {
				return
			}
			i++
		}
	}
}

// elements gives the values of an array in their order.
func (v jsonVal) elements() iter.Seq[jsonVal] {
	return func(yield func(jsonVal) bool) {
		t := string(v)
		if t == "" || t[0] != '[' {
			return
		}
		for i := 1; ; {
			i = skipJSONBlank(t, i)
			n := jsonLen(t, i)
			if n == 0 || !yield(jsonVal(t[i:i+n])) {
				return
			}
			i = skipJSONBlank(t, i+n)
			if i >= len(t) || t[i] != ',' {
				return
			}
			i++
		}
	}
}

// get returns the value of a key of an object, "" when it has none.
func (v jsonVal) get(key string) jsonVal {
	for k, x := range v.members() {
		if k == key {
			return x
		}
	}
	return ""
}

func (v jsonVal) isObject() bool { return v != "" && v[0] == '{' }
func (v jsonVal) isArray() bool  { return v != "" && v[0] == '[' }
func (v jsonVal) isString() bool { return v != "" && v[0] == '"' }

// text returns a string without its quotes and escapes, and any other scalar as it stands; null gives "".
func (v jsonVal) text() string {
	if v.isString() {
		s, _ := jsonString(string(v), 0)
		return s
	}
	if v == "null" || v.isObject() || v.isArray() {
		return ""
	}
	return string(v)
}

// number reads an unsigned integer, be it in quotes. A fraction of zeros is none.
func (v jsonVal) number() (uint64, bool) {
	s := v.text()
	n := digits(s)
	if n == 0 || n > 20 {
		return 0, false
	}
	if n < len(s) {
		if s[n] != '.' || n+1 == len(s) {
			return 0, false
		}
		for i := n + 1; i < len(s); i++ {
			if s[i] != '0' {
				return 0, false
			}
		}
	}
	x, err := strconv.ParseUint(s[:n], 10, 64)
	return x, err == nil
}

// number32 reads an integer of at most 32 bits.
func (v jsonVal) number32() (uint32, bool) {
	x, ok := v.number()
	return uint32(x), ok && x <= math.MaxUint32
}

// epoch reads seconds since 1970 with a fraction, be they in quotes.
func (v jsonVal) epoch() (time.Time, bool) { return epochTime(v.text()) }

// epochTime reads "1562822233.68" exactly; nothing before 1980 or behind 2100 is a time of a message.
func epochTime(s string) (time.Time, bool) {
	n := digits(s)
	if n < 9 || n > 10 {
		return time.Time{}, false
	}
	sec, _ := strconv.ParseInt(s[:n], 10, 64)
	nano := int64(0)
	if n < len(s) {
		if s[n] != '.' {
			return time.Time{}, false
		}
		f := s[n+1:]
		k := digits(f)
		if k < len(f) {
			return time.Time{}, false
		}
		for i := 0; i < 9; i++ {
			nano *= 10
			if i < k {
				nano += int64(f[i] - '0')
			}
		}
	}
	if sec < 315532800 || sec > 4102444800 {
		return time.Time{}, false
	}
	return time.Unix(sec, nano).UTC(), true
}

// jsonLen returns the length of the value at t[i], 0 when none begins there or it does not end.
func jsonLen(t string, i int) int {
	if i >= len(t) {
		return 0
	}
	switch t[i] {
	case '"':
		return jsonQuoted(t, i)
	case '{', '[':
	default:
		k := i
		for k < len(t) && (isWord(t[k]) || t[k] == '.' || t[k] == '+') {
			k++
		}
		return k - i
	}
	depth := 0
	for k := i; k < len(t); k++ {
		switch t[k] {
		case '"':
			n := jsonQuoted(t, k)
			if n == 0 {
				return 0
			}
			k += n - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return k + 1 - i
			}
		}
	}
	return 0
}

// jsonQuoted returns the length of the string at t[i], quotes included, 0 when it does not end.
func jsonQuoted(t string, i int) int {
	for k := i + 1; k < len(t); k++ {
		switch t[k] {
		case '\\':
			k++
		case '"':
			return k + 1 - i
		}
	}
	return 0
}
