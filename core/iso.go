package core

// Times in rows are ISO 8601 in UTC. They are read and written here because
// package time's own reading and writing, which knows every layout and time
// zone, is a twentieth of what a page would download.

// parseTime reads an ISO 8601 time ("2006-01-02T15:04:05.999Z", the fraction
// optional, "+08:00" in place of "Z" allowed) as ms; 0 when it is none.
func parseTime(iso string) int64 {
	if len(iso) < len("2006-01-02T15:04:05Z") || iso[4] != '-' || iso[7] != '-' || iso[10] != 'T' || iso[13] != ':' || iso[16] != ':' {
		return 0
	}
	ok := true
	number := func(s string) (n int64) {
		for i := range len(s) {
			ok = ok && s[i] >= '0' && s[i] <= '9'
			n = n*10 + int64(s[i]-'0')
		}
		return n
	}
	year, month, day := number(iso[:4]), number(iso[5:7]), number(iso[8:10])
	hour, minute, second := number(iso[11:13]), number(iso[14:16]), number(iso[17:19])
	rest, ms := iso[19:], int64(0)
	if rest[0] == '.' {
		rest = rest[1:]
		digits := 0
		for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
			digits++
		}
		ms = number((rest[:digits] + "00")[:min(3, digits+2)])
		rest = rest[digits:]
		ok = ok && digits > 0
	}
	offset := int64(0)
	switch {
	case rest == "Z":
	case len(rest) == len("+08:00") && (rest[0] == '+' || rest[0] == '-') && rest[3] == ':':
		h, m := number(rest[1:3]), number(rest[4:6])
		offset = h*60 + m
		if rest[0] == '-' {
			offset = -offset
		}
		ok = ok && h < 24 && m < 60
	default:
		return 0
	}
	if !ok || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59 {
		return 0
	}
	return ((days(year, month, day)*24+hour)*60+minute-offset)*60_000 + second*1000 + ms
}

// formatDate writes ms as the Date objects of rows.
func formatDate(ms int64) string {
	day, in := ms/86_400_000, ms%86_400_000
	if in < 0 {
		day, in = day-1, in+86_400_000
	}
	year, month, date := civil(day)
	b := []byte(`{"__type":"Date","iso":"`)
	digits := func(n int64, width int, after byte) {
		start := len(b)
		for range width {
			b = append(b, '0')
		}
		for i := start + width - 1; i >= start; i-- {
			b[i] = byte('0' + n%10)
			n /= 10
		}
		b = append(b, after)
	}
	digits(year, 4, '-')
	digits(month, 2, '-')
	digits(date, 2, 'T')
	digits(in/3_600_000, 2, ':')
	digits(in/60_000%60, 2, ':')
	digits(in/1000%60, 2, '.')
	digits(in%1000, 3, 'Z')
	return string(append(b, `"}`...))
}

// days counts the days from 1970-01-01 to a date. Years begin in March here,
// so that the day a leap year adds is a year's last.
func days(year, month, day int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	if year < 0 {
		era = (year - 399) / 400
	}
	inEra := year - era*400
	return era*146_097 + inEra*365 + inEra/4 - inEra/100 + (153*(month-3)+2)/5 + day - 1 - 719_468
}

// civil inverts days.
func civil(day int64) (year, month, date int64) {
	day += 719_468
	era := day / 146_097
	if day < 0 {
		era = (day - 146_096) / 146_097
	}
	inEra := day - era*146_097
	year = (inEra - inEra/1460 + inEra/36_524 - inEra/146_096) / 365
	inYear := inEra - (365*year + year/4 - year/100)
	month = (5*inYear + 2) / 153
	date = inYear - (153*month+2)/5 + 1
	year += era * 400
	month += 3
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, date
}

// daysIn is the number of days of a month.
func daysIn(year, month int64) int64 {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
