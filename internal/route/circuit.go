package route

// Circuits matches the states of all circuits.
const Circuits = "cables.circuit.*"

// Circuit is the subject of the state of a circuit. The transmissions that name
// none have "_", which is no channel.
func Circuit(channel string) string {
	if channel == "" {
		return "cables.circuit._"
	}
	return "cables.circuit." + Token(channel)
}
