"""Private parts of `briefing.adding`: files of map data from outside, read with suspicion.

Everything here runs in a child process with limited memory and time. No file is ever handed to
GDAL, which would open whatever a file names: GeoJSON is read as JSON, a GeoPackage as the SQLite
database that it is, from memory.
"""
