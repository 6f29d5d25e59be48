package timeline

// fold is a stretch of rows that repeats the ones in front of it.
type fold struct {
	from, to int // rows [from, to) are not shown
	period   int // rows of one cycle
	cycles   int
}

// maxPeriod bounds the rows of a cycle that is looked for.
const maxPeriod = 48

// folds finds cycles that come three times or more in a row: the first is shown, the others become one line.
func folds(rows []Row) []fold {
	number := map[string]int{}
	signs := make([]int, len(rows))
	for i := range rows {
		s := rows[i].sign()
		n, ok := number[s]
		if !ok {
			n = len(number)
			number[s] = n
		}
		signs[i] = n
	}
	var out []fold
	for i := 0; i < len(rows); {
		p, n := cycle(signs[i:])
		if n < 3 {
			i++
			continue
		}
		out = append(out, fold{from: i + p, to: i + p*n, period: p, cycles: n - 1})
		i += p * n
	}
	return out
}

// cycle gives the period with which a list begins that covers the most, and how often it comes.
func cycle(s []int) (period, times int) {
	best := 0
	for p := 1; p <= maxPeriod && 3*p <= len(s); p++ {
		n := p
		for n < len(s) && s[n] == s[n-p] {
			n++
		}
		if k := n / p; k >= 3 && k*p > best {
			best, period, times = k*p, p, k
		}
	}
	return period, times
}
