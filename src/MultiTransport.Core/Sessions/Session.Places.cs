using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using MultiTransport.Protocol;

namespace MultiTransport;

public sealed partial class Session
{
    private long _placeGeneration;

    /// <summary>Issues the token for the places that the next native attachment gives out; those of the one before are good until one of these is used.</summary>
    internal SessionSecret IssuePlaceToken()
    {
        lock (Bus.Gate)
        {
            return PlaceToken(++_placeGeneration);
        }
    }

    /// <summary>Checks a place that came back, and issues the token for the next ones.</summary>
    internal bool TryUsePlace(SessionSecret token, long number, out SessionSecret next)
    {
        lock (Bus.Gate)
        {
            var isNewest = token.Matches(PlaceToken(_placeGeneration));
            var isRepeated = !isNewest && _placeGeneration > 1 && token.Matches(PlaceToken(_placeGeneration - 1));
            next = default;
            if ((!isNewest && !isRepeated) || number < 0 || number > Bus.Log.Written)
            {
                return false;
            }

            next = isNewest ? PlaceToken(++_placeGeneration) : PlaceToken(_placeGeneration);
            _isProven = true;
            return true;
        }
    }

    /// <summary>A place as text: version, id, token, and room for the number.</summary>
    internal string PlacePrefix(SessionSecret token) => string.Create(CultureInfo.InvariantCulture, $"v1.{Id}.{token.Reveal()}.");

    private SessionSecret PlaceToken(long generation)
    {
        Span<byte> input = stackalloc byte[24];
        BinaryPrimitives.WriteUInt64BigEndian(input, Secret.High);
        BinaryPrimitives.WriteUInt64BigEndian(input[8..], Secret.Low);
        BinaryPrimitives.WriteInt64BigEndian(input[16..], generation);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        return new SessionSecret(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]));
    }
}
