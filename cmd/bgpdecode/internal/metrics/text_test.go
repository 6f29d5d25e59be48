package metrics

import (
	"bytes"
	"fmt"
	"math"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	"github.com/prometheus/common/expfmt"
)

// registered gives the same families to Prometheus's own library.
type registered []family

func (r registered) Describe(chan<- *prometheus.Desc) {} // unchecked: families without series are none

func (r registered) Collect(out chan<- prometheus.Metric) {
	for _, f := range r {
		kind := prometheus.CounterValue
		if f.kind == "gauge" {
			kind = prometheus.GaugeValue
		}
		d := prometheus.NewDesc(f.name, f.help, f.labels, nil)
		for _, s := range f.series {
			out <- prometheus.MustNewConstMetric(d, kind, s.value, s.labels...)
		}
	}
}

// theirs is the text that the library makes of families.
func theirs(t *testing.T, all []family) []byte {
	t.Helper()
	reg := prometheus.NewPedanticRegistry()
	if err := reg.Register(registered(all)); err != nil {
		t.Fatal(err)
	}
	got, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, mf := range got {
		if _, err := expfmt.MetricFamilyToText(&b, mf); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// TestTextIsTheirs: the text is what Prometheus's own library writes, octet by octet.
func TestTextIsTheirs(t *testing.T) {
	odd := counter("odd_total", "A \\ and\na \"quote\".", "a", "b")
	for i, v := range []float64{0, 1, 12, 123456, 1e6, 12345678, 1e20, 1e21, 1e22, 0.5, 1.5e-9, math.MaxUint32, 1 << 53, math.Inf(1), math.NaN()} {
		odd.add(v, fmt.Sprint("v", i%3), fmt.Sprint(i, " \" \\ \n é \t"))
	}
	one := gauge("one", "Without labels.")
	one.add(-1)
	all := []family{odd, one, gauge("empty", "No series.", "x"), counter("a_total", "First by name.")}
	all[3].add(7)
	if got, want := appendText(nil, all), theirs(t, all); !bytes.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// lint gives what Prometheus's linter says.
func lint(t *testing.T, text []byte) (said []string) {
	t.Helper()
	problems, err := promlint.New(bytes.NewReader(text)).Lint()
	if err != nil {
		t.Fatalf("not Prometheus's format: %v\n%s", err, text)
	}
	for _, p := range problems {
		said = append(said, p.Metric+": "+p.Text)
	}
	return said
}
