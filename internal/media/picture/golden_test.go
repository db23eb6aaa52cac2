package picture

// Ids of recipes as released.
const (
	goldenZero  = "rcp_9ee2e5a499273708170cee8b"
	goldenThumb = "rcp_9a5cd02268f90bc8023d2a6b"
)
