global using MultiTransport.Protocol;
global using MultiTransport.Testing;
