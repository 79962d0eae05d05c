"""Named stories of sync that other engines failed, each told with real devices and a real cloud."""
