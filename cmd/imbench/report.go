package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// report prints the median of the rounds of each figure, and how far they lie
// apart.
func report(w io.Writer, all map[string][]figure) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "figure\tmedian\tspread\tgoal\t")
	for _, name := range slices.Sorted(maps.Keys(all)) {
		figures := all[name]
		values := make([]float64, len(figures))
		for i, f := range figures {
			values[i] = f.Value
		}
		slices.Sort(values)
		median := values[len(values)/2]
		f := figures[0]
		fmt.Fprintf(t, "%s (%s)\t%s\t%s to %s\t%s\n", name, f.Unit, short(median), short(values[0]), short(values[len(values)-1]), goal(f, median))
	}
	_ = t.Flush()
}

func short(v float64) string {
	if v >= 1000 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.3g", v)
}

func goal(f figure, value float64) string {
	if f.Goal == 0 {
		return ""
	}
	sign, met := ">=", value >= f.Goal
	if f.AtMost {
		sign, met = "<=", value <= f.Goal
	}
	verdict := "met"
	if !met {
		verdict = "MISSED"
	}
	return fmt.Sprintf("%s %s %s", sign, short(f.Goal), verdict)
}

// percentile sorts values and gives the one at the share p (0 to 1).
func percentile(values []float64, p float64) float64 {
	slices.Sort(values)
	return values[min(len(values)-1, int(float64(len(values))*p))]
}
