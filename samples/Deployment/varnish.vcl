# Varnish in front of MultiTransport: /etc/varnish/default.vcl.
# Each line says what it is for and what was seen without it (Varnish 7.1).
vcl 4.1;

backend default {
    .host = "127.0.0.1";                        # where the application listens
    .port = "5080";
    .first_byte_timeout = 120s;                 # A held poll answers after 20 s; the default of 60 s is enough for it. At 3 s polls got 503.
    .between_bytes_timeout = 120s;              # Silence of a stream, which says something each 15 s. At 3 s streams were cut.
}

sub vcl_recv {
    if (req.http.Upgrade ~ "(?i)websocket") {
        return (pipe);                          # Without it: handshakes arrive without "Upgrade" and get 426. Silence in a pipe ends it after pipe_timeout (60 s, a parameter of varnishd).
    }
    return (pass);                              # Without it: requests for one URL wait for each other, and answers without Cache-Control are given to several clients.
}

sub vcl_pipe {
    set bereq.http.Upgrade = req.http.Upgrade;  # Both are dropped otherwise: 426.
    set bereq.http.Connection = req.http.Connection;
}
