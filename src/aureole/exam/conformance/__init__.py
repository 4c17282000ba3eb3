"""Does a part fit its role: public checks that anybody can run on a part of their own."""
