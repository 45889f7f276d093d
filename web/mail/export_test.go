package mail

// TLSPolicy is whether the server must offer TLS.
func (s *SMTP) TLSPolicy() string { return s.client.TLSPolicy() }
