"""The first start: a sample to look at, a business on this computer, or a cloud that is there already."""
