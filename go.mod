module cablefeed

go 1.26.0
