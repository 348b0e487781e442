using System.Net.Http.Headers;
using MultiTransport.Testing;
using MultiTransport.Trust.Attacks.Fuzzing;

namespace MultiTransport.Trust.Ground;

/// <summary>A session that was opened to be ill-treated.</summary>
internal sealed record SessionKey(byte[] Id, byte[] Secret)
{
    private static readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64, UseCookies = false, UseProxy = false });

    public string IdText => Base64UrlText.Encode(Id);

    public string SecretText => Base64UrlText.Encode(Secret);

    /// <summary>Opens one, as a user where a token is given.</summary>
    public static async Task<SessionKey> OpenAsync(Uri endpoint, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{endpoint}/negotiate");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var answer = NegotiateAnswer.Parse(await response.Content.ReadAsByteArrayAsync());
        return new SessionKey(answer.Id, answer.Secret);
    }

    public WireAttach Attach(WireAttachMode mode, long attempt = 1, long hold = 0) =>
        new(mode, Id, Secret, System.Security.Cryptography.RandomNumberGenerator.GetBytes(8), attempt, 0, 0, 0, hold);

    /// <summary>Ends it, so that what is left of it on the server is nothing.</summary>
    public async Task CloseAsync(Uri endpoint)
    {
        using var body = new ByteArrayContent(WireFrame.Join(Attach(WireAttachMode.Send, 1).ToFrame(), WireFrame.Close(4301)));
        using var response = await _http.PostAsync(new Uri($"{endpoint}/close"), body);
    }

    /// <summary>The vectors' id and secret in an input become this session's, as bytes and as text.</summary>
    public byte[] Fill(byte[] input)
    {
        var bytes = (byte[])input.Clone();
        Replace(bytes, Vectors.IdBytes, Id);
        Replace(bytes, Vectors.SecretBytes, Secret);
        Replace(bytes, System.Text.Encoding.ASCII.GetBytes(Vectors.Id), System.Text.Encoding.ASCII.GetBytes(IdText));
        Replace(bytes, System.Text.Encoding.ASCII.GetBytes(Vectors.Secret), System.Text.Encoding.ASCII.GetBytes(SecretText));
        return bytes;
    }

    private static void Replace(byte[] bytes, byte[] from, byte[] to)
    {
        for (var at = 0; bytes.AsSpan(at).IndexOf(from) is >= 0 and var found; at += found + to.Length)
        {
            to.CopyTo(bytes, at + found);
        }
    }
}
