using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MultiTransport.AspNetCore.Doctor;

/// <summary>The doctor's page: a document and the files that it names, embedded in this assembly, so that every application that maps a doctor has the page of its version.</summary>
internal static class DoctorPage
{
    private const string Prefix = "doctor/";
    private const string Document = "index.html";

    private static readonly FrozenDictionary<string, (byte[] Content, EntityTagHeaderValue Tag)> Files = Load();

    /// <summary>The document. Its links are relative, so it lives below a slash whatever prefix a proxy puts before it.</summary>
    public static Task DocumentAsync(HttpContext context, DoctorRuntime doctor)
    {
        if (context.Request.Path.Value is { } path && !path.EndsWith('/'))
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = $"{path[(path.LastIndexOf('/') + 1)..]}/";
            return Task.CompletedTask;
        }

        return WriteAsync(context, doctor, Document);
    }

    public static Task FileAsync(HttpContext context, DoctorRuntime doctor) => WriteAsync(context, doctor, context.Request.RouteValues["file"] as string ?? "");

    private static Task WriteAsync(HttpContext context, DoctorRuntime doctor, string name)
    {
        if (!Files.TryGetValue(name, out var file))
        {
            return Problem.WriteAsync(context, StatusCodes.Status404NotFound, "not-found", "The doctor has no such file.");
        }

        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache"; // asked each time, mostly answered 304: page and server are of one version
        headers.ContentSecurityPolicy = PolicyOf(context.Request.Host, doctor.Options.OtherAddresses);
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp"; // an isolated page has a finer clock
        return TypedResults.File(file.Content, TypeOf(name), entityTag: file.Tag).ExecuteAsync(context);
    }

    /// <summary>Nothing but its own files runs, and it talks to this server and to the addresses that the administrator named.</summary>
    private static string PolicyOf(HostString host, IList<string> others)
    {
        var hosts = others.Select(static other => new Uri(other)).Select(static uri => uri.Authority).Append(IsPlain(host.Value) ? host.Value! : "").Where(static name => name.Length > 0);
        var sources = string.Concat(hosts.Distinct().Select(static name => $" http://{name} https://{name} ws://{name} wss://{name}"));
        return $"default-src 'self'; connect-src 'self'{sources}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    }

    private static bool IsPlain(string? host) => host?.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '[' or ']') == true;

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/javascript; charset=utf-8",
    };

    private static FrozenDictionary<string, (byte[] Content, EntityTagHeaderValue Tag)> Load()
    {
        var assembly = typeof(DoctorPage).Assembly;
        return assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(static name => name[Prefix.Length..], name =>
        {
            using var resource = assembly.GetManifestResourceStream(name)!;
            using var content = new MemoryStream();
            resource.CopyTo(content);
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content.ToArray()))[..16]}\"");
            return (content.ToArray(), tag);
        });
    }
}
