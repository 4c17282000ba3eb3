"""The four published reference drivers for cut-ins and their kin (UN R157): drivers like any other."""
