package commune

// Fault is what stands against one of several things that are said at once, named as the form names it.
type Fault struct {
	Of  string
	Why error
}

// Faults are all of them: whoever fills a form in is told of every one, not of the first. As an error they are each of the refusals that
// they hold.
type Faults []Fault

// Add notes what stands against one thing, if anything does.
func (f *Faults) Add(of string, why error) {
	if why != nil {
		*f = append(*f, Fault{of, why})
	}
}

// Err refuses what has faults.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

func (f Faults) Error() string { return f[0].Why.Error() }

// Unwrap gives the refusals, in the order of the form.
func (f Faults) Unwrap() []error {
	all := make([]error, len(f))
	for i, fault := range f {
		all[i] = fault.Why
	}
	return all
}
