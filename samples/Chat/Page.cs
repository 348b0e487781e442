namespace Chat;

/// <summary>The files of <c>wwwroot</c>, with the headers that keep the page to itself.</summary>
internal static class Page
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static void UsePage(this WebApplication app)
    {
        app.Use(static (context, next) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            return next(context);
        });
        app.UseFileServer(new FileServerOptions
        {
            StaticFileOptions =
            {
                OnPrepareResponse = static file =>
                {
                    file.Context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
                    file.Context.Response.Headers.CacheControl = "no-cache";
                },
            },
        });
    }
}
