"""Turns a folder of data files into one frozen `Hub`. Takes the files of a folder, and of a staff overlay. Returns
records with their schedules, and problems with single values, with names that need consent, and with the embed
contract. All other problems between records are the work of `checks`.
"""
