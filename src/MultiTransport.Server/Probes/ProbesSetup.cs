namespace MultiTransport.Server.Probes;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: it should get traffic.</summary>
internal static class ProbesSetup
{
    public static void AddProbes(this IServiceCollection services) => services.AddSingleton<Readiness>();

    public static void MapProbes(this WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        app.MapGet("/healthz", () => "ok");
        app.MapGet("/readyz", (Delegate)readiness.ReadAsync);
    }
}
