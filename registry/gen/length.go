package main

import (
	"fmt"
	"strconv"
	"strings"
)

// lengthRule translates the notation of lengths (see registry.LengthRule) into a Go literal.
func lengthRule(s string) (string, error) {
	if s == "any" {
		return "LengthRule{Step: 1}", nil
	}
	for _, form := range [...]func(string) (string, bool){exact, atLeast, even, multiple, either} {
		if lit, ok := form(s); ok {
			return lit, nil
		}
	}
	return "", fmt.Errorf("length %q not understood", s)
}

func count(s string) (int, bool) {
	n, err := strconv.ParseUint(s, 10, 16)
	return int(n), err == nil
}

func exact(s string) (string, bool) {
	n, ok := count(strings.TrimPrefix(s, "="))
	return fmt.Sprintf("LengthRule{Min: %d}", n), ok && s[0] == '='
}

func atLeast(s string) (string, bool) {
	n, ok := count(strings.TrimPrefix(s, ">="))
	return fmt.Sprintf("LengthRule{Min: %d, Step: 1}", n), ok && strings.HasPrefix(s, ">=")
}

func even(s string) (string, bool) {
	n, ok := count(strings.TrimPrefix(s, "even>="))
	return fmt.Sprintf("LengthRule{Min: %d, Step: 2}", n), ok && strings.HasPrefix(s, "even>=")
}

// multiple reads 4n (at least one), 4k (none allowed) and 2+4k.
func multiple(s string) (string, bool) {
	head, tail, sum := strings.Cut(s, "+")
	if !sum {
		head, tail = "0", s
	}
	least, ok1 := count(head)
	if n, ok := strings.CutSuffix(tail, "n"); ok && !sum {
		step, ok := count(n)
		return fmt.Sprintf("LengthRule{Min: %d, Step: %d}", step, step), ok && step > 0
	}
	k, ok2 := strings.CutSuffix(tail, "k")
	step, ok3 := count(k)
	return fmt.Sprintf("LengthRule{Min: %d, Step: %d}", least, step), ok1 && ok2 && ok3 && step > 0
}

// either reads 6|8 (by the width of AS numbers) and 7n|19n.
func either(s string) (string, bool) {
	a, b, ok := strings.Cut(s, "|")
	if !ok {
		return "", false
	}
	if x, xok := strings.CutSuffix(a, "n"); xok {
		y, yok := strings.CutSuffix(b, "n")
		step, ok1 := count(x)
		alt, ok2 := count(y)
		return fmt.Sprintf("LengthRule{Min: %d, Step: %d, Alt: %d}", step, step, alt), yok && ok1 && ok2 && step > 0 && alt > 0
	}
	two, ok1 := count(a)
	four, ok2 := count(b)
	return fmt.Sprintf("LengthRule{Min: %d, AS4: %d}", two, four), ok1 && ok2
}
