"""Turns a folder of data files into one frozen `Hub`. Takes the files of a folder, and of a staff overlay. Returns
records with their schedules, and problems with single values. No module here checks one record against another: that is
the work of `checks`.
"""
