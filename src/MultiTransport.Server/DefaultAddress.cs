namespace MultiTransport.Server;

/// <summary>Where the server listens when nobody says anything else.</summary>
internal static class DefaultAddress
{
    private const string Url = "http://127.0.0.1:5080";

    /// <summary>
    /// Stands behind everything that ASP.NET Core reads an address from: <c>--urls</c>, <c>ASPNETCORE_URLS</c>,
    /// <c>Urls</c> of a settings file, the ports that container images set, Kestrel's own endpoints.
    /// </summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        string[] addresses = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
        var isSaid = addresses.Any(key => !string.IsNullOrEmpty(builder.Configuration[key]))
            || builder.Configuration.GetSection("Kestrel:Endpoints").Exists();
        if (!isSaid)
        {
            builder.WebHost.UseUrls(Url);
        }
    }
}
