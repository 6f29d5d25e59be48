package logline

import (
	"strconv"
	"strings"
)

// logField is one key with its value in a structured log line: JSON, or key=value as Go's loggers write it.
type logField struct {
	key, val string // without quotes and escapes
	raw      string // a nested object or list as it stands
	at       int    // where the value stands
	quoted   bool
}

// maxFields bounds a structured line.
const maxFields = 64

// jsonLine reads the JSON object whose first brace stands at t[i] and returns its fields and its end.
func jsonLine(t string, i int) (fs []logField, end int, ok bool) {
	t = t[:min(len(t), i+maxLogLine)]
	for i++; len(fs) < maxFields; i++ { // over the brace or the comma
		i = skipJSONBlank(t, i)
		if i < len(t) && t[i] == '}' {
			return fs, i + 1, true
		}
		var f logField
		var n int
		if f.key, n = jsonString(t, i); n == 0 {
			return nil, i, false
		}
		i = skipJSONBlank(t, i+n)
		if i >= len(t) || t[i] != ':' {
			return nil, i, false
		}
		i = skipJSONBlank(t, i+1)
		if f.val, n = jsonString(t, i); n > 0 {
			f.quoted = true
		} else if n = jsonSkip(t, i); n == 0 {
			return nil, i, false
		} else {
			f.raw = t[i : i+n]
			f.val = f.raw
		}
		if fs == nil {
			fs = make([]logField, 0, 12)
		}
		fs = append(fs, f)
		i = skipJSONBlank(t, i+n)
		if i >= len(t) || t[i] != ',' && t[i] != '}' {
			return nil, i, false
		}
		if t[i] == '}' {
			return fs, i + 1, true
		}
	}
	return nil, i, false
}

// maxLogLine bounds the text of a structured line that is looked at.
const maxLogLine = 8 << 10

// textLine reads fields key=value from t[i] on until something else or a key comes that was
// there already. Values with blanks stand in quotes, with Go's
// escapes.
func textLine(t string, i int) (fs []logField, end int) {
	end = i
	for len(fs) < maxFields {
		for i < len(t) && isBlank(t[i]) {
			i++
		}
		k := i
		for k < len(t) && k < i+48 && (isWord(t[k]) || t[k] == '.') {
			k++
		}
		if k == i || k >= len(t) || t[k] != '=' {
			return fs, end
		}
		if fs == nil {
			fs = make([]logField, 0, 12)
		}
		f := logField{key: t[i:k]}
		if _, again := fieldOf(fs, f.key); again { // the next line's
			return fs, end
		}
		i = k + 1
		f.at = i
		if i < len(t) && t[i] == '"' {
			n := quotedLen(t[i:min(len(t), i+maxLogLine)])
			if n == 0 {
				return fs, end
			}
			v, err := strconv.Unquote(t[i : i+n])
			if err != nil {
				return fs, end
			}
			f.val, f.raw, f.quoted = v, t[i:i+n], true
			i += n
		} else {
			for k = i; k < len(t) && k < i+1024 && !isBlank(t[k]); k++ {
			}
			if strings.ContainsAny(t[i:k], `="`) { // both loggers would have quoted it
				return fs, end
			}
			f.val, i = t[i:k], k
			f.raw = f.val
		}
		fs, end = append(fs, f), i
	}
	return fs, end
}

// quotedLen returns the length of a text in double quotes with backslash escapes, 0 when it does not end.
func quotedLen(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}

// fieldOf returns the field with a key, written as Go's loggers do.
func fieldOf(fs []logField, key string) (logField, bool) {
	for i := range fs {
		if len(fs[i].key) == len(key) && strings.EqualFold(fs[i].key, key) {
			return fs[i], true
		}
	}
	return logField{}, false
}

// numberField returns a field's value when it is a number from 0 to 255.
func numberField(fs []logField, key string) int {
	f, ok := fieldOf(fs, key)
	if !ok || f.val == "" || len(f.val) > 3 || digits(f.val) != len(f.val) || atoi(f.val) > 255 {
		return Unknown
	}
	return atoi(f.val)
}
