"""From a folder of data files to one frozen `Hub`. In come the files of a folder, and of a staff overlay. Out come
records with their schedules, and problems with single values. No module here checks one record against another: that is
the work of `checks`.
"""
