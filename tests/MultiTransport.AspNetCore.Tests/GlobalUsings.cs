global using System.Text;
global using Microsoft.AspNetCore.Builder;
global using Microsoft.Extensions.DependencyInjection;
global using MultiTransport.AspNetCore.Tests.Support;
global using MultiTransport.Testing;

// The library has types of the same names in enclosing namespaces.
global using Negotiated = MultiTransport.Testing.NegotiateAnswer;
global using Wish = MultiTransport.Testing.NegotiateRequest;
