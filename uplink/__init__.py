"""Programs that run beside Mybizz and reach it by an uplink: each is a command of its own."""
