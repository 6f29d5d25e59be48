package batch

import (
	"math/rand/v2"
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// fill puts something into every field of a value that a packed event keeps.
func fill(r *rand.Rand, v reflect.Value, share float64) {
	switch v.Type() {
	case reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Unix(r.Int64N(1<<33), r.Int64N(1e9)).In(time.FixedZone("", 60*r.IntN(800)))))
		return
	case reflect.TypeFor[netip.Addr]():
		v.Set(reflect.ValueOf(netip.AddrFrom4([4]byte{192, 0, 2, byte(r.Uint32())})))
		return
	case reflect.TypeFor[codec.Known]():
		v.Set(reflect.ValueOf(codec.Known{ASWidth: 4, Why: "told"}))
		return
	case reflect.TypeFor[logline.Dump]():
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString("x" + string(rune('a'+r.IntN(26))))
	case reflect.Slice:
		n := r.IntN(3)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(r, v.Index(i), 1)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(r, v.Elem(), share)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && r.Float64() < share {
				fill(r, v.Field(i), share)
			}
		}
	case reflect.Array, reflect.Interface:
	default:
		if v.CanInt() {
			v.SetInt(int64(int8(r.Uint32())))
		} else {
			v.SetUint(uint64(byte(r.Uint32())))
		}
	}
}

// TestPack: an event that was packed is the same one, whatever fields it has.
func TestPack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 8))
	k := newPacker()
	for i := range 2000 {
		var ev, got dump.Event
		fill(r, reflect.ValueOf(&ev).Elem(), []float64{0.2, 0.7, 1}[i%3])
		k.unpack(k.pack(&ev), &got)
		zone := func(e *dump.Event) { e.Time = e.Time.UTC() }
		if !ev.Time.Equal(got.Time) || ev.Time.Format(time.RFC3339Nano) != got.Time.Format(time.RFC3339Nano) {
			t.Fatal(ev.Time, got.Time)
		}
		zone(&ev)
		zone(&got)
		if !reflect.DeepEqual(ev, got) {
			t.Fatalf("%+v\nis not\n%+v", got, ev)
		}
	}
}
