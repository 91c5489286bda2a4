"""Many inputs, side by side: nothing lost, nothing half-written, nothing done twice."""
