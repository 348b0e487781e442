using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MultiTransport;
using MultiTransport.AspNetCore;
using MultiTransport.AspNetCore.Doctor;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps doctors.</summary>
public static class MultiTransportDoctorEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps a doctor: a page that says what stands between a browser and this server, and the probes behind it, which the command line uses too.
    /// It holds no secret and acts on no credential; put <c>RequireAuthorization()</c> on it where not everybody shall ask.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The URL's path, for example <c>/doctor</c>. Proxies have rules by path: one below the application's endpoint, such as <c>/realtime/doctor</c>, is treated as the endpoint is.</param>
    /// <param name="configure">Changes the defaults.</param>
    public static IEndpointConventionBuilder MapMultiTransportDoctor(
        this IEndpointRouteBuilder endpoints, string pattern = "/doctor", Action<MultiTransportDoctorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        if (pattern.Contains('{', StringComparison.Ordinal) || pattern.Trim('/').Length == 0)
        {
            throw new ArgumentException($"The pattern '{pattern}' must be a fixed path below the root, for example /doctor.", nameof(pattern));
        }

        var services = endpoints.ServiceProvider.GetService<MultiTransportServices>()
            ?? throw new InvalidOperationException("MapMultiTransportDoctor needs its services: call builder.Services.AddMultiTransport() before builder.Build().");
        var options = new MultiTransportDoctorOptions();
        configure?.Invoke(options);
        if (options.FindFaults().ToArray() is { Length: > 0 } faults)
        {
            throw new OptionsValidationException(nameof(MultiTransportDoctorOptions), typeof(MultiTransportDoctorOptions), faults);
        }

        foreach (var origin in endpoints.ServiceProvider.GetRequiredService<IOptions<MultiTransportOptions>>().Value.AllowedOrigins)
        {
            options.AllowedOrigins.Add(origin); // whom the endpoints let in, the doctor does
        }

        return new DoctorRoutes(endpoints, "/" + pattern.Trim('/'), new DoctorRuntime(options, services.Time)).Map();
    }
}
