package card

import "testing"

func TestNumberedMarksTheLineAndSparesTheTerminal(t *testing.T) {
	got := Numbered([]byte("FM\r\nTO \x1b[2J\x00\xff é\n\nBT\n"), 2)
	want := "     1  FM\n>    2  TO ·[2J·· é\n     3  \n     4  BT\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
